using System.Diagnostics.CodeAnalysis;

namespace Granary.Grains.Runs.Output;

/// <summary>A processor of the whole result could not do its work; the run fails with this sentence.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It always has a sentence; nobody outside makes one.")]
internal sealed class ProcessorFailedException(string message) : Exception(message)
{
    /// <summary>How a run says so.</summary>
    public const string Code = "processor_failed";
}
