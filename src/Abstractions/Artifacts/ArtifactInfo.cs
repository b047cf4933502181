namespace Granary.Abstractions.Artifacts;

/// <summary>An object of the artifact store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Bytes.</param>
public sealed record ArtifactInfo(string Name, long Length);
