using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace AppHost.Tests;

/// <summary>The members of Aspire.Hosting, its Dapr toolkit and Dapr.Workflow that a compiled assembly refers to.</summary>
internal static class UsedMembers
{
    private static readonly string[] RealNamespaces = ["Aspire.Hosting", "CommunityToolkit.Aspire.Hosting", "Dapr.Workflow"];

    public static bool IsReal(Type type) => RealNamespaces.Any(
        real => type.Namespace == real || type.Namespace?.StartsWith($"{real}.", StringComparison.Ordinal) == true);

    public static IEnumerable<MemberInfo> Of(string assemblyPath)
    {
        var module = Load(assemblyPath).ManifestModule;
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
            if (IsReal(metadata.GetString(metadata.GetTypeReference(handle).Namespace)))
                yield return module.ResolveType(MetadataTokens.GetToken(handle));
        foreach (var handle in metadata.MemberReferences)
            if (IsOfReal(metadata, metadata.GetMemberReference(handle).Parent))
                yield return Definition(module.ResolveMember(MetadataTokens.GetToken(handle), Any, Any)!);
    }

    public static Assembly Load(string assemblyPath)
    {
        var dependencies = new AssemblyDependencyResolver(assemblyPath);
        var context = new AssemblyLoadContext(Path.GetFileName(assemblyPath));
        context.Resolving += (_, name) => dependencies.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        return context.LoadFromAssemblyPath(assemblyPath);
    }

    // What stands for type parameters; the definition is what counts.
    private static readonly Type[] Any = [.. Enumerable.Repeat(typeof(object), 8)];

    private static bool IsReal(string found) =>
        RealNamespaces.Any(real => found == real || found.StartsWith($"{real}.", StringComparison.Ordinal));

    private static bool IsOfReal(MetadataReader metadata, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => IsOfReal(metadata, (TypeReferenceHandle)parent),
        // A generic instance: GENERICINST, CLASS or VALUETYPE, then the type's token.
        HandleKind.TypeSpecification => metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature) is var signature
            && signature.ReadByte() == 0x15 && signature.ReadByte() is 0x11 or 0x12 && signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } generic
            && IsOfReal(metadata, (TypeReferenceHandle)generic),
        _ => false,
    };

    private static bool IsOfReal(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? IsOfReal(metadata, (TypeReferenceHandle)type.ResolutionScope)
            : IsReal(metadata.GetString(type.Namespace));
    }

    private static MemberInfo Definition(MemberInfo member)
    {
        if (member.DeclaringType is { IsConstructedGenericType: true } instance)
            member = instance.GetGenericTypeDefinition()
                .GetMembers(Everything).Single(open => open.MetadataToken == member.MetadataToken && open.GetType() == member.GetType());
        return member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericMethodDefinition() : member;
    }

    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
}
