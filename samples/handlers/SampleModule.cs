using Granary.Executors;

[assembly: ExecutorModule(typeof(Granary.SampleHandlers.SampleModule))]

namespace Granary.SampleHandlers;

/// <summary>Handlers by name. A module says what it has; nothing else in the assembly can be called.</summary>
public sealed class SampleModule : IExecutorModule
{
    /// <inheritdoc/>
    public void Register(IExecutorHandlers handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Add<TextInput, TextStatistics>("sample.statistics", static (input, _) => Count(input.Text), idempotent: true);
        handlers.Add<WaitInput, WaitResult>("sample.wait", Wait);
    }

    private static TextStatistics Count(string text) =>
        new(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, text.Length);

    /// <summary>Blocks its thread, as a driver or a long computation would, and stops when nobody wants the result any more.</summary>
    private static WaitResult Wait(WaitInput input, ExecutorContext context)
    {
        var steps = Math.Max(1, input.Steps);
        for (var step = 0; step < steps; step++)
        {
            context.Progress(100.0 * step / steps);
            if (context.Cancelled.WaitHandle.WaitOne(input.Milliseconds / steps))
            {
                break;
            }
        }

        return new WaitResult(input.Milliseconds, context.Attempt);
    }
}
