namespace Granary.SocketLoops.Loops;

/// <summary>
/// Something of a connection that wants its loop's attention. Unlike posts these are never refused: each has one place of its own in the loop's
/// service list, linked through itself.
/// </summary>
internal interface ILoopService
{
    /// <summary>Link of the list; belongs to the loop.</summary>
    ILoopService? NextService { get; set; }

    /// <summary>1 while it stands in the list; belongs to the loop.</summary>
    ref int ServiceRequested { get; }

    /// <summary>Called on the loop.</summary>
    void Serve();
}
