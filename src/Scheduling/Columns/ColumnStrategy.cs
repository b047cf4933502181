namespace Granary.Scheduling.Columns;

/// <summary>How a column is made.</summary>
public enum ColumnStrategy
{
    /// <summary>Row by row.</summary>
    Cell,

    /// <summary>For all live rows of a row group at once.</summary>
    Batch,
}
