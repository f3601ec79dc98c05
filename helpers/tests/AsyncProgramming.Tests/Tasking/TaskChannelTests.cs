using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class TaskChannelTests
{
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());

    [Fact]
    public void A_chain_of_channels_sieves_the_prime_numbers()
    {
        var primes = new List<int>();
        _scheduler.Run(async () =>
        {
            var numbers = new TaskChannel<int>();
            CooperativeTask.Start(() => Count(numbers));
            for (var found = 0; found < 25; found++)
            {
                var prime = await numbers.Receive(TestContext.Current.CancellationToken);
                primes.Add(prime);
                var (input, output) = (numbers, new TaskChannel<int>());
                CooperativeTask.Start(() => Filter(prime, input, output));
                numbers = output;
            }

            CooperativeTask.ExitAll();
        });
        Assert.Equal(
            [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97], primes);

        static async Task Count(TaskChannel<int> output)
        {
            for (var number = 2; ; number++) await output.Send(number);
        }

        static async Task Filter(int prime, TaskChannel<int> input, TaskChannel<int> output)
        {
            while (true)
            {
                var number = await input.Receive();
                if (number % prime != 0) await output.Send(number);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Items_arrive_in_the_order_of_the_sends(int capacity)
    {
        var received = new List<int>();
        _scheduler.Run(async () =>
        {
            var channel = new TaskChannel<int>(capacity);
            for (var sender = 0; sender < 5; sender++)
            {
                var first = sender * 2;
                CooperativeTask.Start(async () => await channel.Send(first));
                CooperativeTask.Start(async () => await channel.Send(first + 1));
            }

            await CooperativeTask.Yield();
            for (var i = 0; i < 10; i++) received.Add(await channel.Receive(TestContext.Current.CancellationToken));
        });
        Assert.Equal(Enumerable.Range(0, 10), received);
    }

    [Fact]
    public void A_round_trip_and_a_yield_allocate_nothing()
    {
        const int rounds = 10_000;
        var (sum, allocated) = (0L, -1L);
        _scheduler.Run(async () =>
        {
            var (there, back) = (new TaskChannel<int>(), new TaskChannel<int>(1));
            CooperativeTask.Start(async () =>
            {
                while (true) await back.Send(await there.Receive());
            });
            var before = 0L;
            for (var i = -100; i < rounds; i++)
            {
                if (i == 0) (sum, before) = (0, GC.GetAllocatedBytesForCurrentThread());
                await there.Send(i, CancellationToken.None);
                sum += await back.Receive(CancellationToken.None);
                await CooperativeTask.Yield();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            CooperativeTask.ExitAll();
        });
        Assert.Equal(rounds * (rounds - 1L) / 2, sum);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Coroutines_need_no_scheduler_to_use_a_channel()
    {
        var sum = EventLoop.Run(async () =>
        {
            var channel = new TaskChannel<int>();
            var sending = Send();
            var sum = 0;
            for (var i = 0; i < 10; i++) sum += await channel.Receive();
            await sending;
            return sum;

            async Task Send()
            {
                for (var i = 0; i < 10; i++) await channel.Send(i);
            }
        });
        Assert.Equal(45, sum);
    }

    [Fact]
    public void A_send_without_room_ends_when_the_item_is_received()
    {
        var log = new List<string>();
        _scheduler.Run(async () =>
        {
            var channel = new TaskChannel<int>();
            CooperativeTask.Start(async () =>
            {
                await channel.Send(1);
                log.Add("sent");
            });
            await CooperativeTask.Yield();
            log.Add("nobody has received");
            Assert.Equal(1, await channel.Receive(CancellationToken.None));
            await CooperativeTask.Yield();
        });
        Assert.Equal(["nobody has received", "sent"], log);
    }

    [Fact]
    public void Several_coroutines_of_one_task_can_wait_at_once()
    {
        _scheduler.Run(async () =>
        {
            var (a, b) = (new TaskChannel<int>(), new TaskChannel<int>());
            CooperativeTask.Start(async () =>
            {
                await b.Send(2);
                await a.Send(1);
            });
            var received = await Task.WhenAll(Receive(a), Receive(b));
            Assert.Equal([1, 2], received);
        });

        static async Task<int> Receive(TaskChannel<int> channel)
        {
            var me = CooperativeTask.Current;
            var item = await channel.Receive();
            Assert.Same(me, CooperativeTask.Current);
            return item;
        }
    }

    [Fact]
    public void A_channel_that_others_use_on_another_loop_says_so()
    {
        var channel = new TaskChannel<int>(name: "letters");
        var error = Assert.Throws<InvalidOperationException>(() => channel.TrySend(1));
        Assert.Contains("letters", error.Message, StringComparison.Ordinal);
        Assert.Contains("no event loop runs", error.Message, StringComparison.Ordinal);
        EventLoop.Run(async () =>
        {
            var receiving = channel.Receive().AsTask();
            await Task.Run(() =>
            {
                Assert.Throws<InvalidOperationException>(() => channel.TrySend(1));
                EventLoop.Run(() =>
                {
                    var error = Assert.Throws<InvalidOperationException>(() => channel.TrySend(1));
                    Assert.Contains("another event loop runs", error.Message, StringComparison.Ordinal);
                    return Task.CompletedTask;
                });
            });
            Assert.True(channel.TrySend(1));
            Assert.Equal(1, await receiving);
        });
    }

    [Fact]
    public void Who_waited_on_a_closed_loop_is_forgotten()
    {
        var channel = new TaskChannel<int>();
        Assert.Throws<CooperativeDeadlockException>(() => _scheduler.Run(async () => await channel.Receive()));
        new CooperativeScheduler().Run(() =>
        {
            Assert.False(channel.TrySend(1));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_result_can_be_asked_for_once_and_not_before_it_is_there()
    {
        EventLoop.Run(async () =>
        {
            var channel = new TaskChannel<int>();
#pragma warning disable CA2012 // That is what is tested.
            var receiving = channel.Receive();
            Assert.Throws<InvalidOperationException>(() => receiving.GetAwaiter().GetResult());
            await channel.Send(1);
            Assert.Equal(1, await receiving);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await receiving);
#pragma warning restore CA2012
        });
    }

    [Fact]
    public void A_waiting_coroutine_costs_128_bytes_at_most()
    {
        const int count = 1 << 17;
        EventLoop.Run(async () =>
        {
            var channel = new TaskChannel<int>();
            var sum = 0L;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < count; i++) _ = Receive();
            // The line has been copied to a larger one each time it was full: as much garbage as it takes in the end.
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before - count * sizeof(long);
            Assert.InRange(allocated / (double)count, 0, 128);
            for (var i = 0; i < count; i++) await channel.Send(i);
            await CooperativeTask.Yield();
            Assert.Equal(count * (count - 1L) / 2, sum);

            async Task Receive()
            {
                var item = await channel.Receive();
                sum += item;
            }
        });
    }

    [Fact]
    public void A_wait_is_awaited_on_the_thread_where_it_began()
    {
        EventLoop.Run(async () =>
        {
            var channel = new TaskChannel<int>();
#pragma warning disable CA2012 // That is what is tested.
            var receiving = channel.Receive();
            await Assert.ThrowsAsync<InvalidOperationException>(() => Task.Run(async () => await receiving));
            await channel.Send(1);
            Assert.Equal(1, await receiving);
#pragma warning restore CA2012
        });
    }
}
