using System.Buffers.Binary;
using Granary.Grains.Runs;

namespace Granary.Grains.Jobs;

/// <summary>Makes job ids: <c>job_</c> and the same 26 characters as a run's; they sort by time. Thread-safe.</summary>
internal sealed class JobIdSource(RunIdSource ids)
{
    public const string Prefix = "job_";

    /// <summary>The id of the job of a submission, always the same; it sorts by time if the submission's does.</summary>
    public static string Of(Guid submission)
    {
        Span<byte> bytes = stackalloc byte[16];
        submission.TryWriteBytes(bytes, bigEndian: true, out _);
        return Job(RunIdSource.Of(BinaryPrimitives.ReadUInt128BigEndian(bytes)));
    }

    public string Next() => Job(ids.Next());

    private static string Job(string run) => string.Concat(Prefix, run.AsSpan("r_".Length));
}
