using System.Reflection;
using System.Runtime.CompilerServices;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace AppHost.Tests;

/// <summary>
/// AppHost's sources compile with the package and with embedded/Toolkit. So every public member of embedded/Toolkit must be
/// in the package too, with the same signature. (Built with the package, the test compares the package with itself.)
/// </summary>
public sealed class When_the_toolkit_is_a_stand_in
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Each_of_its_public_members_is_in_the_package()
    {
        var real = RealSignatures.Read();
        var types = typeof(DaprOptions).Assembly.GetExportedTypes();

        var unknown = types.Where(type => !real.Has(Signature.NameOf(type))).Select(Signature.NameOf)
            .Concat(types.SelectMany(Members).Where(member => !IsKnown(real, member))
                .Select(member => $"{Signature.NameOf(member.DeclaringType!)}: {Signature.Of(member)}"))
            .ToList();

        Assert.NotEmpty(types);
        Assert.Equal("", string.Join('\n', unknown));
    }

    // Accessors belong to their properties, and the signatures leave out what the compiler generates for records.
    private static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Declared).Where(member =>
        member is not Type && member is not MethodInfo { IsSpecialName: true } && !member.IsDefined(typeof(CompilerGeneratedAttribute))
        && !(member is ConstructorInfo && type.IsAbstract && type.IsSealed));

    private static bool IsKnown(RealSignatures real, MemberInfo member)
    {
        var type = Signature.NameOf(member.DeclaringType!);
        return real.Has(type, Signature.Of(member)) || real.HasWithMoreOptionalOnes(type, Signature.Of(member));
    }
}
