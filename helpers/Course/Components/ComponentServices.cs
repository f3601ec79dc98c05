using Course.Components.Search;
using Course.Lessons;

namespace Course.Components;

/// <summary>What the components are given.</summary>
internal static class ComponentServices
{
    /// <summary>Adds what the pages of a folder of notebooks need to be rendered.</summary>
    public static IServiceCollection AddCoursePages(this IServiceCollection services, Site site, LessonCatalog catalog) =>
        services.AddSingleton(site).AddSingleton(catalog).AddSingleton(CourseInfo.Of(catalog)).AddSingleton<CourseSearch>();
}
