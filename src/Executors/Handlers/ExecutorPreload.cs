using System.Text.Json;

namespace Granary.Executors;

/// <summary>What a preload hook gets.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Worker">Number of the worker in it, from 0; a replacement has the number of what it replaces.</param>
/// <param name="Arguments">The pool's <c>InitializerArguments</c> as a JSON object; null if it has none.</param>
public sealed record ExecutorPreload(string Pool, int Worker, JsonElement Arguments);
