using Granary.Admission.Estimators;
using Granary.Admission.Estimators.Seek;
using Granary.Admission.Gates;

namespace Granary.Admission.Tests.Estimators;

/// <summary>The worked trace of docs/algorithms/seek.md, line by line.</summary>
public sealed class SeekTraceTests
{
    private const EstimatorPhase Start = EstimatorPhase.Start;
    private const EstimatorPhase Hold = EstimatorPhase.Hold;
    private const EstimatorPhase Probe = EstimatorPhase.Probe;

    [Fact]
    public void Trace_of_a_provider_that_holds_6_then_10_then_6_and_breaks_down()
    {
        var rig = new SeekRig(new SeekSettings { RejectionBudget = 1.0 / 64 }, cap: 16);

        // The provider holds 6.
        double[] times = [0.40, 0.45, 0.50, 0.55];
        for (var i = 0; i < times.Length; i++)
        {
            rig.Accept(times[i], 1, i + 1, i + 4);
            Assert.Equal((5 + i, Start, 1L, 0), rig.State);
        }

        rig.Refuse(0.75, 1, 7, 7);
        Assert.Equal((8, Start, 1L, 0), rig.State);
        Assert.Equal(5.42, rig.Reading.Evidence, 0.005);
        rig.Refuse(0.80, 1, 8, 7);
        Assert.Equal((6, Hold, 2L, 6), rig.State);
        Assert.Equal(2.8, rig.Estimator.Clock.VerifyAt, 1e-9);

        rig.Refuse(0.90, 1, 8, 6);
        rig.Accept(0.95, 1, 5, 6);
        Assert.Equal((6, Hold, 2L, 6), rig.State);
        Assert.Equal(1 / 64.0, rig.Reading.Budget, 1e-9);

        rig.Accept(2.90, 2, 6, 6);
        Assert.Equal((7, Probe, 2L, 6), rig.State);
        rig.Refuse(3.05, 2, 7, 6);
        Assert.Equal((6, Hold, 3L, 6), rig.State);
        Assert.Equal(-0.969, rig.Reading.Budget, 0.0005);
        Assert.Equal(4, rig.Estimator.Clock.VerifyAfter);

        for (var i = 0; i < 126; i++)
        {
            Assert.Equal((6, Hold, 3L, 6), rig.State);
            rig.Accept(4 + (16 * i / 125.0), 3, 6, 6);
        }

        Assert.Equal((7, Probe, 3L, 6), rig.State);
        Assert.Equal(1, rig.Reading.Budget, 1e-9);

        // It holds 10 now.
        rig.Accept(20.5, 3, 7, 7);
        Assert.Equal((9, Probe, 3L, 6), rig.State);
        rig.Accept(20.9, 3, 9, 9);
        Assert.Equal((10, Probe, 3L, 6), rig.State);
        rig.Accept(21.3, 3, 10, 10);
        Assert.Equal((11, Probe, 3L, 6), rig.State);
        rig.Refuse(21.5, 3, 11, 10);
        Assert.Equal((10, Hold, 4L, 10), rig.State);
        Assert.Equal((23.5, 0), (rig.Estimator.Clock.FollowAt, rig.Estimator.Clock.Misses));

        rig.Accept(23.6, 4, 10, 10);
        Assert.Equal((11, Probe, 4L, 10), rig.State);
        rig.Refuse(23.7, 4, 11, 10);
        Assert.Equal((10, Hold, 5L, 10), rig.State);
        Assert.Equal((27.7, 1), (Math.Round(rig.Estimator.Clock.FollowAt, 9), rig.Estimator.Clock.Misses));

        rig.Accept(27.8, 5, 10, 10);
        Assert.Equal((11, Probe, 5L, 10), rig.State);
        rig.Refuse(27.9, 5, 11, 10);
        Assert.Equal((10, Hold, 6L, 10), rig.State);
        Assert.Equal((double.PositiveInfinity, 2, 16.0), (rig.Estimator.Clock.FollowAt, rig.Estimator.Clock.Misses, rig.Estimator.Clock.VerifyAfter));

        // It holds 6 now.
        rig.Refuse(40.0, 6, 10, 9);
        Assert.Equal((9, Hold, 7L, 10), rig.State);
        Assert.Equal((1, 56.0), (rig.Estimator.CutsInARow, rig.Estimator.Clock.VerifyAt));
        rig.Refuse(40.2, 7, 9, 8);
        Assert.Equal((7, Hold, 8L, 10), rig.State);
        rig.Refuse(40.5, 8, 7, 6);
        Assert.Equal((5, Hold, 9L, 10), rig.State);
        Assert.Equal((3, 56.0, 42.5), (rig.Estimator.CutsInARow, rig.Estimator.Clock.VerifyAt, rig.Estimator.Clock.FollowAt));

        rig.Accept(41.4, 9, 5, 5);
        Assert.Equal((5, Hold, 9L, 10), rig.State);
        Assert.Equal(0, rig.Estimator.CutsInARow);
        rig.Accept(43.0, 9, 5, 5);
        Assert.Equal((6, Probe, 9L, 10), rig.State);
        rig.Accept(43.4, 9, 6, 6);
        Assert.Equal((8, Probe, 9L, 10), rig.State);
        rig.Refuse(43.6, 9, 7, 6);
        Assert.Equal((6, Hold, 10L, 6), rig.State);

        // Ten failures, half of the last twenty: the gate shuts, and opens again at the second probe.
        var gate = new Gate(new GateSettings { LongestWait = 5 }, 0, null, 0, 0);
        gate.Accepted(130);
        for (var i = 0; i < 9; i++)
        {
            Assert.Null(gate.Failed(away: false, 0, 1, 0.5, 60 + (0.1 * i)));
            rig.Refuse(60 + (0.1 * i), 10, 6, 5, AnswerCause.ServerFailure);
        }

        Assert.Equal(GateState.Outage, gate.Failed(away: false, 0, 1, 0.5, 60.9)?.To);
        rig.Estimator.GateShut(60.9, []);
        Assert.Equal((6, Hold, 11L, 6), rig.State);
        Assert.Equal(6, rig.Estimator.Saved);
        Assert.Equal(0.5, gate.ProbeIn(60.9), 1e-9);
        Assert.NotNull(gate.TryProbe(61.4));
        gate.ProbeEnded(gate.ProbeRound, GateCause.ProbeFailed, 0.5, 61.7);
        Assert.Equal(1, gate.ProbeIn(61.7), 1e-9);
        Assert.NotNull(gate.TryProbe(62.7));
        gate.ProbeEnded(gate.ProbeRound, GateCause.ProbeAccepted, 0.5, 63.2);
        rig.Estimator.GateOpened(accepted: true, inFlight: 3, 63.2, []);
        rig.Accept(63.2, 11, 3, 3);
        Assert.Equal((4, Start, 12L, 6), rig.State);
        Assert.Equal(6, rig.Estimator.Target);

        rig.Accept(63.6, 12, 4, 4);
        Assert.Equal((5, Start, 12L, 6), rig.State);
        rig.Accept(63.9, 12, 5, 5);
        Assert.Equal((6, Hold, 12L, 6), rig.State);
        Assert.Equal(79.9, rig.Estimator.Clock.VerifyAt, 1e-9);
    }
}
