using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Granary.Scheduling.Tasks;

/// <summary>The printable id of a task, unique within its run and the same on every resume. Built only where somebody reads it.</summary>
public static class TaskId
{
    /// <summary><c>task-</c> and the first 16 hexadecimal digits of SHA-1 over column, row group, row (empty if none) and type, joined by NUL.</summary>
    public static string Of(string column, long rowGroup, long row, TaskType type)
    {
        var group = rowGroup.ToString(CultureInfo.InvariantCulture);
        var index = row == TaskKey.NoRow ? "" : row.ToString(CultureInfo.InvariantCulture);
        return "task-" + ShortHash($"{column}\0{group}\0{index}\0{type.Name()}");
    }

#pragma warning disable CA5350 // A short, stable name is wanted here, not protection.
    internal static string ShortHash(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
#pragma warning restore CA5350
}
