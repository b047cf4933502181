namespace Granary.Admission.Estimators.Seek;

/// <summary>How many calls a provider refuses whatever the level: remembered over the last few thousand accepts.</summary>
internal sealed class NoiseMeter(SeekSettings settings)
{
    private const double FastMost = 5;
    private readonly double _keep = 1 - (1 / settings.NoiseHorizon);
    private double _refused = 1;
    private double _calls = settings.NoisePrior;

    /// <summary>Refused, and out of how many, both fading; for saved state.</summary>
    public (double Refused, double Calls) Memory
    {
        get => (_refused, _calls);
        set => (_refused, _calls) = value;
    }

    /// <summary>The share as far as it is believed.</summary>
    public double Share => Math.Clamp(_refused / _calls, settings.NoiseLeast, settings.NoiseMost);

    /// <summary>The share as far as a fast key believes it: it has the samples to tell much noise from one call too many.</summary>
    public double ShareIfFast => Math.Clamp(_refused / _calls, settings.NoiseLeast, FastMost * settings.NoiseMost);

    /// <summary>Single refusals are not to be believed.</summary>
    public bool Noisy => Share >= settings.NoisyAt;

    /// <summary>A call was accepted.</summary>
    public void Accept()
    {
        _refused *= _keep;
        _calls = (_calls * _keep) + 1;
    }

    /// <summary>So many refusals turned out to be noise.</summary>
    public void Add(double refusals) => _refused += refusals;
}
