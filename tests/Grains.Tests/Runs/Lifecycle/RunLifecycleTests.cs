using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Tests.Runs.Lifecycle;

public sealed class RunLifecycleTests
{
    // One line per state; columns in the order of RunCommand. A dot is a conflict, = is already so, else the first letters of the next state.
    private static readonly Dictionary<RunState, string> _table = new()
    {
        //                       begin     noPre    preOk    pause    drained    resume   resumePre  cancel      done        assembled  fail
        [RunState.Pending] = "    Preflight Running  .        Paused   .          =        =          Cancelled   .           .          Failed",
        [RunState.Preflight] = "  .         .        Running  Pausing  .          =        =          Cancelling  .           .          Failed",
        [RunState.Running] = "    .         .        .        Pausing  .          =        =          Cancelling  Completing  .          Failed",
        [RunState.Pausing] = "    .         .        .        =        Paused     Running  Preflight  Cancelling  Completing  .          Failed",
        [RunState.Paused] = "     .         .        .        =        .          Running  Preflight  Cancelled   .           .          Failed",
        [RunState.Completing] = " .         .        .        .        .          =        =          .           .           Completed  Failed",
        [RunState.Completed] = "  .         .        .        .        .          .        .          .           .           .          .",
        [RunState.Cancelling] = " .         .        .        .        Cancelled  .        .          =           .           .          .",
        [RunState.Cancelled] = "  .         .        .        .        .          Running  Preflight  =           .           .          .",
        [RunState.Failed] = "     .         .        .        .        .          Running  Preflight  .           .           .          .",
    };

    public static TheoryData<RunState> States => [.. Enum.GetValues<RunState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_command_does_in_every_state_what_the_table_says(RunState state)
    {
        var expected = _table[state].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var commands = Enum.GetValues<RunCommand>();
        Assert.Equal(commands.Length, expected.Length);
        for (var i = 0; i < commands.Length; i++)
        {
            var transition = RunLifecycle.Decide(state, unfinished: false, commands[i]);
            var said = transition.Outcome switch
            {
                RunActionOutcome.Conflict => ".",
                RunActionOutcome.AlreadySo => "=",
                _ => transition.To.ToString(),
            };
            Assert.Equal((state, commands[i], expected[i]), (state, commands[i], said));
            Assert.True(transition.Outcome == RunActionOutcome.Accepted || transition.To == state);
        }
    }

    [Fact]
    public void Completed_run_with_rows_left_can_go_on() =>
        Assert.Equal(new RunTransition(RunActionOutcome.Accepted, RunState.Running), RunLifecycle.Decide(RunState.Completed, unfinished: true, RunCommand.Resume));

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_has_a_name_and_a_kind(RunState state)
    {
        Assert.Equal(state.ToString().ToLowerInvariant(), RunStateNames.Of(state));
        Assert.Equal(
            state is not (RunState.Paused or RunState.Completed or RunState.Cancelled or RunState.Failed), RunLifecycle.IsActive(state));
    }

    [Fact]
    public void Conflict_names_the_state_and_what_is_possible()
    {
        Assert.Equal("The run is running, so it cannot be extended; possible: pause, cancel.", RunLifecycle.Explain(RunState.Running, false, "extended"));
        Assert.Equal("The run is completed, so it cannot be paused; possible: nothing.", RunLifecycle.Explain(RunState.Completed, false, "paused"));
    }
}
