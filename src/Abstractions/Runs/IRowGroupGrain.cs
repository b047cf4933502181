namespace Granary.Abstractions.Runs;

/// <summary>One row group of a run; the key is <c>&lt;run id&gt;/&lt;group number&gt;</c>. Only its run calls it.</summary>
[Alias("granary.IRowGroupGrain")]
public interface IRowGroupGrain : IGrainWithStringKey
{
    /// <summary>
    /// Opens the group: its log is replayed and what is not finished goes to the dispatcher. An open group of the same run epoch only takes
    /// the order. Fails when the cell log or the state cannot be written.
    /// </summary>
    [Alias("open")]
    Task OpenAsync(RowGroupAssignment assignment);

    /// <summary>Changes what an open group does; ignored when it is not open or belongs to another run epoch.</summary>
    [Alias("order")]
    Task OrderAsync(int epoch, RowGroupOrder order);

    /// <summary>Its run is deleted: nothing of it stays. Repeating it changes nothing.</summary>
    [Alias("delete")]
    Task DeleteAsync();
}
