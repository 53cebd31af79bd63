using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AppHost.Tests;

/// <summary>
/// Writes members as TestData/toolkit-signatures.txt does: in C#, with parameter names and defaults, without constraints.
/// </summary>
internal static class Signature
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.String"] = "string",
        ["System.Int32"] = "int",
        ["System.Boolean"] = "bool",
        ["System.Object"] = "object",
        ["System.Void"] = "void",
        ["System.Double"] = "double",
    };

    /// <summary>The property of an accessor; otherwise the member itself.</summary>
    public static MemberInfo Whole(MemberInfo member) => member is MethodInfo { IsSpecialName: true } accessor
        ? accessor.DeclaringType!.GetProperties(Declared)
            .FirstOrDefault(property => property.GetAccessors(nonPublic: true).Contains(accessor)) ?? member
        : member;

    public static string Of(MemberInfo member) => member switch
    {
        Type type => NameOf(type),
        ConstructorInfo constructor => $"ctor({Parameters(constructor)})",
        PropertyInfo property => Of(property),
        MethodInfo method => Of(method),
        FieldInfo { DeclaringType.IsEnum: true } value => value.Name,
        _ => throw new NotSupportedException($"{member.DeclaringType}: {member}"),
    };

    public static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{NameOf(value)}?";
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[]";
        if (type.IsByRef)
            return NameOf(type.GetElementType()!);
        if (type.FullName is { } full && Keywords.TryGetValue(full, out var keyword))
            return keyword;
        var name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }

    private static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";
        var isStatic = method.IsStatic ? "static " : "";
        return $"{isStatic}{NameOf(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Of(PropertyInfo property)
    {
        var set = property.SetMethod is { IsPublic: true } setter
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        return $"{NameOf(property.PropertyType, Nullability.Create(property))} {property.Name} {{ get;{set} }}";
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(parameter =>
        {
            var how = (isExtension && parameter.Position == 0 ? "this " : "") + (parameter.IsIn && parameter.ParameterType.IsByRef ? "in " : "");
            return $"{how}{NameOf(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{Default(parameter)}";
        }));
    }

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default" : " = null",
        bool flag => flag ? " = true" : " = false",
        Enum value => $" = {value.GetType().Name}.{value}",
        var other => $" = {Convert.ToString(other, CultureInfo.InvariantCulture)}",
    };

    private static string NameOf(Type type, NullabilityInfo nullability)
    {
        if (type.IsByRef || type.IsGenericParameter || Nullable.GetUnderlyingType(type) is not null)
            return NameOf(type);
        var name = type.IsGenericType && !type.IsGenericTypeDefinition
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Zip(nullability.GenericTypeArguments, NameOf))}>"
            : NameOf(type);
        return !type.IsValueType && nullability.ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
}
