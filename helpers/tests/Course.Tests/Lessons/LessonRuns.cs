using Course.Tests.FrontEnds;

namespace Course.Tests.Lessons;

/// <summary>
/// Every lesson, run by the course's own program and by nbconvert: shared, because it takes minutes. The two are run side by side,
/// as a reader may well do.
/// </summary>
public sealed class LessonRuns : IAsyncLifetime
{
    /// <summary>What the course's own program has made.</summary>
    public CourseRun Course { get; } = new();

    /// <summary>What nbconvert has made.</summary>
    public NbconvertRun Nbconvert { get; } = new();

    public async ValueTask InitializeAsync() => await Task.WhenAll(Course.RunAsync(), Nbconvert.RunAsync());

    public async ValueTask DisposeAsync()
    {
        Course.Dispose();
        await Nbconvert.DisposeAsync();
    }
}

/// <summary>Lessons measure time: nothing else of these tests runs beside them.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed : ICollectionFixture<LessonRuns>;
