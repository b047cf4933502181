namespace Granary.Abstractions.Models;

/// <summary>A call that was not answered.</summary>
/// <param name="Kind">Closed set; the snake_case name is the one in metrics, dropped rows and logs.</param>
/// <param name="Message">One sentence for an operator. Never a prompt, a key, or text of the provider's body.</param>
/// <param name="Status">HTTP status of the provider's last answer, if there was one.</param>
/// <param name="RetryAfter">Earliest useful moment for another try, counted from now, if known.</param>
/// <param name="Preserved">
/// The failure says nothing about the call itself (rate limit, queue time-out, gate not open): trying again later never exhausts a task.
/// </param>
public sealed record ModelCallFailure(ModelFailureKind Kind, string Message, int? Status = null, TimeSpan? RetryAfter = null, bool Preserved = false);
