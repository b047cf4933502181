namespace Granary.Abstractions.Models;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Text.</param>
public sealed record ChatMessage(string Role, string Content);
