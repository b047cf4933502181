namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>Something that happened to a dispatcher.</summary>
public abstract record DispatchCommand
{
    private protected DispatchCommand()
    {
    }
}
