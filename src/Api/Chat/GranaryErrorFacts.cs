namespace Granary.Api.Chat;

/// <summary>Our own facts inside a compatible error: what bound, since and until when.</summary>
internal sealed record GranaryErrorFacts(string Reason, string? Binding, string Detail, int? Position, double? RetryAfterMs);
