using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Granary.JournalRig;

/// <summary>SQLite through the system's library, as far as a table of blobs needs it.</summary>
internal static class SqliteWal
{
    private const string Library = "libsqlite3.so.0";
    private const int Ok = 0;
    private const int Done = 101;

    /// <summary>The library is installed.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Records per second, inserted by one connection in WAL mode with full sync.</summary>
    public static double Rate(string path, byte[] payload, int perTransaction, TimeSpan window)
    {
        Check(sqlite3_open(Zero(path), out var database));
        Execute(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, payload BLOB)");
        Check(sqlite3_prepare_v2(database, Zero("INSERT INTO t (payload) VALUES (?1)"), -1, out var insert, IntPtr.Zero));
        Check(sqlite3_bind_blob(insert, 1, payload, payload.Length, new IntPtr(-1)));
        var watch = Stopwatch.StartNew();
        var records = 0L;
        while (watch.Elapsed < window)
        {
            Execute(database, "BEGIN IMMEDIATE");
            for (var index = 0; index < perTransaction; index++, records++)
            {
                var result = sqlite3_step(insert);
                if (result != Done)
                {
                    throw new InvalidOperationException($"SQLite said {result}.");
                }

                Check(sqlite3_reset(insert));
            }

            Execute(database, "COMMIT");
        }

        var rate = records / watch.Elapsed.TotalSeconds;
        Check(sqlite3_finalize(insert));
        Check(sqlite3_close(database));
        return rate;
    }

    private static void Execute(IntPtr database, string sql) => Check(sqlite3_exec(database, Zero(sql), IntPtr.Zero, IntPtr.Zero, IntPtr.Zero));

    private static void Check(int result)
    {
        if (result != Ok)
        {
            throw new InvalidOperationException($"SQLite said {result}.");
        }
    }

    private static byte[] Zero(string text) => Encoding.UTF8.GetBytes(text + '\0');

#pragma warning disable CA5392, CA1838, SYSLIB1054 // A bench of one machine: the library's own names, and no generated marshalling that needs unsafe code.
    [DllImport(Library)]
    private static extern int sqlite3_open(byte[] path, out IntPtr database);

    [DllImport(Library)]
    private static extern int sqlite3_close(IntPtr database);

    [DllImport(Library)]
    private static extern int sqlite3_exec(IntPtr database, byte[] sql, IntPtr callback, IntPtr argument, IntPtr error);

    [DllImport(Library)]
    private static extern int sqlite3_prepare_v2(IntPtr database, byte[] sql, int length, out IntPtr statement, IntPtr tail);

    [DllImport(Library)]
    private static extern int sqlite3_bind_blob(IntPtr statement, int index, byte[] value, int length, IntPtr destructor);

    [DllImport(Library)]
    private static extern int sqlite3_step(IntPtr statement);

    [DllImport(Library)]
    private static extern int sqlite3_reset(IntPtr statement);

    [DllImport(Library)]
    private static extern int sqlite3_finalize(IntPtr statement);
#pragma warning restore CA5392, CA1838, SYSLIB1054
}
