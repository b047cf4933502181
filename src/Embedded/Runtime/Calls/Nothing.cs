namespace Granary.Embedded.Runtime;

/// <summary>Result of calls without one.</summary>
internal readonly record struct Nothing;
