using System.Reflection;
using System.Runtime.CompilerServices;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace AppHost.Tests;

/// <summary>
/// AppHost's sources are the same with the package and with embedded/Toolkit, so whatever the latter has the package has
/// too, with the same signature. (Built with the package, this compares the package with itself.)
/// </summary>
public sealed class When_the_toolkit_is_a_stand_in
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Everything_public_in_it_is_the_package_s()
    {
        var real = RealSignatures.Read();
        var types = typeof(DaprOptions).Assembly.GetExportedTypes();

        var unknown = types.Where(type => !real.Has(Signature.NameOf(type))).Select(Signature.NameOf)
            .Concat(types.SelectMany(Members).Where(member => !IsKnown(real, member)).Select(member => $"{Signature.NameOf(member.DeclaringType!)}: {Signature.Of(member)}"))
            .ToList();

        Assert.NotEmpty(types);
        Assert.Equal("", string.Join('\n', unknown));
    }

    // Accessors are in their properties; what a record writes of itself is in no print.
    private static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Declared).Where(member =>
        member is not Type && member is not MethodInfo { IsSpecialName: true } && !member.IsDefined(typeof(CompilerGeneratedAttribute))
        && !(member is ConstructorInfo && type.IsAbstract && type.IsSealed));

    private static bool IsKnown(RealSignatures real, MemberInfo member)
    {
        var type = Signature.NameOf(member.DeclaringType!);
        return real.Has(type, Signature.Of(member)) || real.HasWithMoreOptionalOnes(type, Signature.Of(member));
    }
}
