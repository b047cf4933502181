using Microsoft.Extensions.Logging;

namespace Granary.Embedded;

/// <summary>Observers by reference.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);
