namespace Granary.Embedded.Tests.Simulation;

[Alias("tests.IPlaceGrain")]
public interface IPlaceGrain : IGrainWithStringKey
{
    [Alias("count")]
    Task<int> CountAsync();

    [Alias("silo")]
    Task<string> SiloAsync();

    [Alias("wait")]
    Task WaitAsync(TimeSpan time);

    [Alias("note"), OneWay]
    Task NoteAsync(int number);

    [Alias("notes")]
    Task<int[]> NotesAsync();

    [Alias("call")]
    Task<int> CallAsync(string other, int times);
}
