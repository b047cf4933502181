using Granary.Executors.Handlers;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

/// <summary>What a pool is made of beside its settings.</summary>
/// <param name="Handlers">The handlers of this process.</param>
/// <param name="Time">Its clock.</param>
/// <param name="Instruments">Its metrics.</param>
/// <param name="Logger">Its log.</param>
/// <param name="Jitter">Spreads pauses; used under the pool's lock only.</param>
/// <param name="MakeRunner">Makes what carries the lanes.</param>
internal sealed record PoolParts(
    Lazy<HandlerTable> Handlers,
    TimeProvider Time,
    ExecutorInstruments Instruments,
    ILogger Logger,
    Random Jitter,
    Func<IPoolShell, ILaneRunner> MakeRunner);
