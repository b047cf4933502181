using System.Diagnostics.CodeAnalysis;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Previews;

/// <summary>A row group cannot be made at all.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It carries a fault, always; nobody outside makes one.")]
internal sealed class RowGroupFaultException(RowGroupFault fault) : Exception(fault.Detail)
{
    public RowGroupFault Fault { get; } = fault;
}
