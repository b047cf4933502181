namespace Granary.Api.Requests;

/// <summary>What the silos of a cluster said.</summary>
/// <param name="Answers">The answers, this process's own first, with the silo's name and its door; without a door: this process.</param>
/// <param name="Unreachable">Names of silos that did not answer.</param>
internal sealed record SiloAnswers<T>(IReadOnlyList<SiloAnswer<T>> Answers, IReadOnlyList<string> Unreachable);
