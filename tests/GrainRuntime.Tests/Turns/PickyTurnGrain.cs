namespace Granary.GrainRuntime.Tests.Turns;

/// <summary>Lets in what is called urgent.</summary>
[MayInterleave(nameof(IsUrgent))]
public sealed class PickyTurnGrain : TurnGrainBase, IPickyTurnGrain
{
    public static bool IsUrgent(IInvokable call) => call.GetArgumentCount() == 1 && (string?)call.GetArgument(0) == "urgent";
}
