namespace Embedded.Sidecar.Hosting;

/// <summary>Put on a connection by the port that took it.</summary>
/// <param name="Door">Which.</param>
internal sealed record DoorFeature(Door Door);
