using System.Security.Cryptography;
using System.Text;

namespace Dapr.Workflow.Replay;

/// <summary>Ids that are the same in every replay of an instance, made of the instance's own and of counters.</summary>
/// <param name="instanceId">The instance's id.</param>
/// <param name="executionId">Another with every continue-as-new.</param>
internal sealed class TurnIdentity(string instanceId, string executionId)
{
    // A namespace for instance ids that are no GUIDs; any fixed GUID would do.
    private static readonly Guid InstanceNamespace = new("5e0fd4c6-51c5-4b58-9c1e-0f0a3d2b7a11");

    private Guid? _namespace;
    private int _guids;

    private Guid Namespace =>
        _namespace ??= Guid.TryParse(instanceId, out var given) ? given : NameBased(InstanceNamespace, instanceId);

    /// <summary>The next GUID.</summary>
    public Guid NextGuid() => NameBased(Namespace, $"{instanceId}_{_guids++}");

    /// <summary>
    /// The key of a call, for all its attempts. Activities take it for idempotency, so it must differ between the rounds
    /// of an instance that continues as new.
    /// </summary>
    public string TaskExecutionId(int callId) => NameBased(Namespace, $"{executionId}/{callId}").ToString();

    /// <summary>A version 5 GUID (RFC 4122, section 4.3).</summary>
    private static Guid NameBased(Guid space, string name)
    {
        const int GuidLength = 16;
        var nameLength = Encoding.UTF8.GetByteCount(name);
        Span<byte> input = nameLength <= 240 ? stackalloc byte[GuidLength + nameLength] : new byte[GuidLength + nameLength];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[GuidLength..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The RFC asks for SHA-1; nothing is protected by it.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidLength], bigEndian: true);
    }
}
