using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Support;

/// <summary>A lease of the plain scheduler.</summary>
internal sealed class PlainLease(TaskKey task, PlainGroup group)
{
    public TaskKey Task => task;

    public PlainGroup Group => group;

    public bool Yielded { get; set; }
}
