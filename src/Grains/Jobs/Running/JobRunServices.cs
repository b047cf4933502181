using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Jobs.Running;

/// <summary>What an attempt needs around it.</summary>
/// <param name="Runner">Who runs it.</param>
/// <param name="Grains">The way to the job.</param>
/// <param name="Handlers">The way to the handler.</param>
/// <param name="Blobs">Inputs and results.</param>
/// <param name="Time">Clock.</param>
/// <param name="Logger">Log.</param>
internal sealed record JobRunServices(
    JobRunnerId Runner, IGrainFactory Grains, IHandlerCalls Handlers, JobBlobs Blobs, TimeProvider Time, ILogger Logger);
