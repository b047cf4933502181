namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>The process shuts down: nothing starts any more, what runs may end.</summary>
public sealed record ShutDownCommand : DispatchCommand;
