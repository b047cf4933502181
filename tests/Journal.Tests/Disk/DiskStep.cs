namespace Granary.Journal.Tests.Disk;

/// <summary>What a simulated disk is asked to change.</summary>
internal enum DiskStep
{
    Create,
    Write,
    SetLength,
    Sync,
    Delete,
    Replace,
    MoveFolder,
    DeleteFolder,
}
