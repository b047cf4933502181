using System.Collections.Immutable;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>
/// Tasks of this run may come. Needed before its first task; again, it replaces declarations and bound (a run that resumed with higher limits).
/// </summary>
/// <param name="Run">The run. Tenant and band stay what they were the first time while the run is known.</param>
/// <param name="Declarations">What its columns use. The endpoints' limits follow from them.</param>
public sealed record AddRunCommand(RunProfile Run, ImmutableArray<TaskDeclaration> Declarations) : DispatchCommand;
