using System.Net;
using System.Net.Sockets;
using Course.Components;
using Course.Lessons;
using Course.Pages;
using Course.Readers;
using Course.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http.Features;
using SessionOptions = Course.Sessions.SessionOptions;

namespace Course.Serving;

/// <summary>The course as a page on loopback. Disposing of it ends every kernel.</summary>
internal sealed class CourseServer : IAsyncDisposable
{
    /// <summary>Bytes: a reader's cell comes in one message.</summary>
    private const long LongestMessage = 4 << 20;

    /// <summary>Tabs that have gone without a word, and may come back: each keeps all that it shows.</summary>
    private const int MostLostTabs = 12;

    /// <summary>How long a request may still take when the server ends.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;

    private CourseServer(WebApplication application, AccessKeys keys)
    {
        _application = application;
        Keys = keys;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What opens it.</summary>
    public AccessKeys Keys { get; }

    /// <summary>A link that opens the page.</summary>
    public Uri Link(string token) => new(Address, $"/?token={token}");

    /// <summary>Starts to serve.</summary>
    /// <exception cref="UsageException">The port is taken or forbidden, or the folder is not there.</exception>
    public static async Task<CourseServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        var catalog = LessonCatalog.Open(options.Notebooks);
        try
        {
            return await StartAsync(catalog, options, options.Port ?? ServerOptions.UsualPort, cancellation);
        }
        catch (IOException e) when (IsTaken(e) && options.Port is null)
        {
            return await StartAsync(catalog, options, port: 0, cancellation);
        }
        catch (IOException e) when (IsTaken(e))
        {
            throw new UsageException($"Port {options.Port} is taken by another program. Choose another one, or leave out --port for any that is free.");
        }
        catch (Exception e) when (e is SocketException or { InnerException: SocketException })
        {
            throw new UsageException($"The system does not let a program listen on port {options.Port}: {e.Message} Leave out --port for one that is free.");
        }
    }

    /// <summary>Completes when it was stopped.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Pages are told first: what serves them would miss its services otherwise.
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task<CourseServer> StartAsync(LessonCatalog catalog, ServerOptions options, int port, CancellationToken cancellation)
    {
        var keys = new AccessKeys();
        var application = Build(catalog, options.ReaderData, keys, port);
        try
        {
            await application.StartAsync(cancellation);
            return new CourseServer(application, keys);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(LessonCatalog catalog, string? readerData, AccessKeys keys, int port)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(CourseServer).Assembly.GetName().Name,
            // Not the folder where the program was started: what configuration lies there is not meant for it.
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Logging.ClearProviders();
        // Why it cannot start is told in a line of its own.
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            // Nor is a cookie of an earlier server an error, which a browser that was open shows: it gets a new one.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);

        var files = CourseFiles.Of(catalog.Folder);
        var frames = new FrameStore();
        var readers = new ReaderStore(readerData is not null ? new ReaderFolder(readerData) : ReaderFolder.OfUser(), TimeProvider.System);
        var site = new ServedSite(files, frames, readers);
        builder.Services.AddSingleton(keys).AddSingleton(frames);
        builder.Services.AddCoursePages(site, catalog);
        // Where the container made it, the container ends it: with the server, after its last request.
        builder.Services.AddSingleton(_ => new SessionRegistry(new SessionOptions
        {
            Kernels = new KernelPool(new KernelPoolOptions { Spec = Repository.Kernel }),
            Files = new SpoolFolder(),
            Readers = readers,
        }));
        // Signals are the command line's to handle: it cancels, and waits until everything has ended.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // Nothing that a start protects is good after it.
        builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = MostLostTabs)
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);

        var application = builder.Build();
        application.Lifetime.ApplicationStarted.Register(() => Warmup.RunAsync(catalog, site.Links, application.Lifetime.ApplicationStopping));
        // A page that lost its connection would come back at once, to a server that ends.
        application.Use((context, next) =>
        {
            if (!application.Lifetime.ApplicationStopping.IsCancellationRequested) return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        application.UseMiddleware<SecurityHeaders>();
        application.UseMiddleware<RequestGuard>();
        application.UseStatusCodePagesWithReExecute("/not-found");
        application.UseAntiforgery();
        application.MapStaticAssets();
        application.MapLessonFiles();
        application.MapContent(files);
        application.MapRazorComponents<CoursePage>().AddInteractiveServerRenderMode(
            // The policy of every answer says that already.
            mode => mode.ContentSecurityFrameAncestorsPolicy = null);
        return application;
    }

    private static bool IsTaken(IOException e) => e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException;

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
