namespace Granary.Scheduling.Windows;

/// <summary>What a look at the load meant.</summary>
/// <param name="Reason">Why the window does not grow; null: nothing speaks against it.</param>
/// <param name="IsNews">The reason is another one than at the look before, and there is one: worth an event.</param>
/// <param name="Change">The target's move, if it moved.</param>
public readonly record struct WindowJudgement(WindowReason? Reason, bool IsNews, WindowChange? Change);
