namespace Granary.Admission.Estimators.Delay;

/// <summary>
/// Numbers in [0.5, 1) that fill it evenly and never repeat in step with anything: multiples of the golden ratio. An estimator has no chance
/// of its own, and merged reports bring none along; all that the jitter is for is that instants do not fall together.
/// </summary>
internal sealed class EvenJitter
{
    private const double Golden = 0.618_033_988_749_894_9;
    private double _at;

    public double Next()
    {
        _at = (_at + Golden) % 1;
        return 0.5 + (_at / 2);
    }
}
