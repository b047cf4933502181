using Granary.Grains.Templates;

namespace Granary.Grains.Steps.Conversations;

/// <summary>One message of a conversation, before a row fills it in.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Its text.</param>
internal sealed record MessagePlan(string Role, CompiledTemplate Content);
