using System.ComponentModel;
using System.Diagnostics;

namespace Granary.Executors.Processes;

/// <summary>Asks an interpreter who it is before workers are started with it.</summary>
internal static class PythonVersion
{
    private const string Question = "import sys; print('python %d.%d' % sys.version_info[:2])";
    private static readonly Version Least = new(3, 9);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Checks it.</summary>
    /// <exception cref="ExecutorStartException">It is no Python, or too old.</exception>
    public static async Task CheckAsync(string pool, string interpreter, TimeProvider time, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(interpreter, time, cancellationToken);
        if (!answer.StartsWith("python ", StringComparison.Ordinal) || !Version.TryParse(answer["python ".Length..], out var version))
        {
            throw new ExecutorStartException($"The interpreter '{interpreter}' of the executor pool '{pool}' is no Python 3: it answered '{answer}'.");
        }

        if (version < Least)
        {
            throw new ExecutorStartException($"The interpreter '{interpreter}' of the executor pool '{pool}' is Python {version}; it must be {Least} or newer.");
        }
    }

    private static async Task<string> AskAsync(string interpreter, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(interpreter, ["-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            try
            {
                var error = process.StandardError.ReadToEndAsync(either.Token);
                var answer = (await process.StandardOutput.ReadToEndAsync(either.Token)).Trim();
                return answer.Length > 0 ? answer : (await error).Trim();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return $"nothing within {Patience.TotalSeconds} s";
            }
        }
        catch (Win32Exception error)
        {
            return error.Message;
        }
    }
}
