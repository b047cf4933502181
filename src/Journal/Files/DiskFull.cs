namespace Granary.Journal.Files;

/// <summary>Knows a full disk (or a used-up quota) by the error it gives.</summary>
internal static class DiskFull
{
    // ENOSPC and EDQUOT on Linux, ENOSPC and EDQUOT on macOS, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL on Windows.
    private static readonly int[] _codes = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    public static bool Is(Exception error) => error is IOException && _codes.Contains(error.HResult);
}
