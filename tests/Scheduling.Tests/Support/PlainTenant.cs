using Granary.Admission;

namespace Granary.Scheduling.Tests.Support;

/// <summary>A tenant of the plain scheduler.</summary>
internal sealed class PlainTenant(Band band, int weight, double tag)
{
    public Band Band => band;

    public int Weight => weight;

    public double Tag { get; set; } = tag;

    public long Activation { get; set; }

    public double VirtualTime { get; set; }
}
