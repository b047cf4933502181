using System.Collections.Frozen;

namespace Granary.Grains.Steps.Samplers;

/// <summary>Every sampler there is, by name.</summary>
internal static class SamplerKinds
{
    /// <summary>Reads parameters and gives a sampler, or null when they are wrong or still to come.</summary>
    public static FrozenDictionary<string, Func<SamplerParameters, Sampler?>> All { get; } = new Dictionary<string, Func<SamplerParameters, Sampler?>>(StringComparer.Ordinal)
    {
        ["uuid"] = UuidSampler.Bind,
        ["category"] = CategorySampler.Bind,
        ["subcategory"] = SubcategorySampler.Bind,
        ["uniform"] = UniformSampler.Bind,
        ["gaussian"] = GaussianSampler.Bind,
        ["bernoulli"] = BernoulliSampler.Bind,
        ["binomial"] = BinomialSampler.Bind,
        ["poisson"] = PoissonSampler.Bind,
        ["datetime"] = DateTimeSampler.Bind,
        ["timedelta"] = TimeDeltaSampler.Bind,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
