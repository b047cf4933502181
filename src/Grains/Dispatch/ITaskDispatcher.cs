using Granary.Grains.Events;

namespace Granary.Grains.Dispatch;

/// <summary>This silo's dispatcher: decides which ready cell runs next and whether it may run now. Thread-safe.</summary>
internal interface ITaskDispatcher
{
    /// <summary>Declares a row group whose tasks may come. Dispose the handle to take everything back.</summary>
    IDispatchedGroup Register(DispatchedGroupSpec spec);

    /// <summary>Shows in the scheduler stream how everything stands, if somebody listens.</summary>
    void TellHealth(EventCorrelation correlation);
}
