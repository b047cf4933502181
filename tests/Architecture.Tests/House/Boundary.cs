namespace Granary.Architecture.Tests.House;

/// <summary>One line of eng/Boundaries.props.</summary>
internal sealed record Boundary(string Project, IReadOnlyList<string> MayReference, string OrleansApi, bool IsPure);
