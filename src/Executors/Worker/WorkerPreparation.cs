using System.Diagnostics;
using System.Text.Json;
using Granary.Executors.Handlers;
using Granary.Executors.Protocol;

namespace Granary.Executors.Worker;

/// <summary>What a worker has when it is ready.</summary>
/// <param name="Handlers">Its handlers.</param>
/// <param name="Preloaded">What its preload hook returned.</param>
internal sealed record WorkerPreparation(HandlerTable Handlers, object? Preloaded)
{
    /// <summary>Loads and preloads, then says ready; or says why not and answers null.</summary>
    public static WorkerPreparation? Prepare(Func<HandlerTable> load, WelcomeMeta welcome, IWorkerSender sender)
    {
        var begun = Stopwatch.GetTimestamp();
        HandlerTable handlers;
        try
        {
            handlers = load();
        }
        catch (Exception error)
        {
            return Refuse("import", error);
        }

        object? preloaded = null;
        try
        {
            if (welcome.Initializer is { } name)
            {
                var hook = handlers.FindPreload(name) ?? throw new ExecutorModuleException($"There is no preload hook '{name}'; there are {handlers.PreloadNames}.");
                var preload = new ExecutorPreload(welcome.Pool, welcome.Worker, welcome.InitializerArguments ?? JsonSerializer.SerializeToElement<object?>(null));
                preloaded = hook(preload, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
        catch (Exception error)
        {
            return Refuse("preload", error);
        }

        sender.Send(
            FrameType.Ready,
            new ReadyMeta(
                [.. handlers.All.Select(static handler => new ReadyHandler(handler.Name, handler.IsAsynchronous, handler.IsIdempotent))],
                Stopwatch.GetElapsedTime(begun).TotalMilliseconds,
                Environment.WorkingSet),
            ProtocolJson.Default.ReadyMeta);
        return new WorkerPreparation(handlers, preloaded);

        WorkerPreparation? Refuse(string stage, Exception error)
        {
            sender.Send(FrameType.Refused, new RefusedMeta(stage, Pools.ProgressBounds.Text(error.ToString(), ProtocolLimits.StackBytes)), ProtocolJson.Default.RefusedMeta);
            return null;
        }
    }
}
