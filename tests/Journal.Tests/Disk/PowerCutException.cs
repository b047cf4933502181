namespace Granary.Journal.Tests.Disk;

/// <summary>The simulated machine is off.</summary>
public sealed class PowerCutException() : IOException("The power is off.");
