namespace Granary.Embedded;

/// <summary>The method may run between the turns of any other call of its activation.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
