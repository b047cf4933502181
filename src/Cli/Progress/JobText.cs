using System.Globalization;
using System.Text;

using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>A job in words.</summary>
internal static class JobText
{
    /// <summary>One line.</summary>
    public static string Line(JobStatus job)
    {
        var text = new StringBuilder($"{job.Id}  {job.Pool}/{job.Handler}  {job.State}");
        if (job.Attempt > 1 || (job.Attempt == 1 && !job.Ended))
        {
            text.Append(CultureInfo.InvariantCulture, $"  attempt {job.Attempt}");
        }

        if (job is { State: "running", Progress: { } progress })
        {
            text.Append(progress.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"  {percent:0}%") : "").Append(progress.Message is { } said ? "  " + said : "");
        }

        if (!job.Ended && job.WaitsFor is { } waits)
        {
            text.Append("  waits for: ").Append(waits);
        }

        if (job.Error is { } error && job.State != "succeeded")
        {
            text.Append(CultureInfo.InvariantCulture, $"  {error.Code}: {error.Message}");
        }

        return text.Append(job.Reason is { } reason ? "  " + reason : "").ToString();
    }
}
