using Course.Tests.FrontEnds;
using Course.Tests.Newcomer;

namespace Course.Tests.Lessons;

/// <summary>
/// Every lesson, run by the course's own program, by nbconvert and from its page: shared, because it takes minutes. The three run
/// side by side, as readers on one machine may well do: each mostly waits.
/// </summary>
public sealed class LessonRuns : IAsyncLifetime
{
    /// <summary>What the course's own program has made.</summary>
    public CourseRun Course { get; } = new();

    /// <summary>What nbconvert has made.</summary>
    public NbconvertRun Nbconvert { get; } = new();

    /// <summary>What the browser has shown.</summary>
    public LessonsInBrowser Browser { get; } = new();

    public async ValueTask InitializeAsync() => await Task.WhenAll(Course.RunAsync(), Nbconvert.RunAsync(), Browser.RunAsync());

    public async ValueTask DisposeAsync()
    {
        Course.Dispose();
        await Nbconvert.DisposeAsync();
        await Browser.DisposeAsync();
    }
}

/// <summary>Lessons measure time: nothing else of these tests runs beside them.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed : ICollectionFixture<LessonRuns>;
