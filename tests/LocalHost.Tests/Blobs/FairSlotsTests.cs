using Antivirus.LocalHost.Blobs;

namespace Antivirus.LocalHost.Tests.Blobs;

public sealed class FairSlotsTests
{
    [Fact]
    public void A_folder_full_of_files_leaves_a_slot_for_the_file_of_another()
    {
        // Arrange
        var slots = new FairSlots(4);
        List<BlobTask> flood = [.. Enumerable.Range(0, 12).Select(index => new BlobTask($"univalle/{index}.csv", "1"))];

        // Act
        var taken = TakeAll(slots, flood);
        var neighbour = slots.TryTake([.. flood, new BlobTask("udea/vecino.csv", "1")]);

        // Assert
        Assert.Equal(["univalle/0.csv", "univalle/1.csv", "univalle/2.csv"], taken.Select(task => task.Name));
        Assert.Equal("udea/vecino.csv", neighbour?.Name);
    }

    [Fact]
    public void A_released_slot_goes_to_the_folder_that_holds_fewest()
    {
        // Arrange
        var slots = new FairSlots(4);
        List<BlobTask> waiting = [.. Names("a", 3), .. Names("b", 1)];
        var first = TakeAll(slots, waiting);
        slots.Release(first.First(task => task.Name.StartsWith('a')));

        // Act
        var next = slots.TryTake([.. Names("a", 5), .. Names("b", 5), .. Names("c", 1)]);

        // Assert
        Assert.Equal("c/0.csv", next?.Name);
    }

    [Fact]
    public void A_single_slot_is_shared_by_turns()
    {
        // Arrange
        var slots = new FairSlots(1);
        List<BlobTask> waiting = [.. Names("a", 3), .. Names("b", 2)];
        var order = new List<string>();

        // Act
        while (slots.TryTake(waiting) is { } task)
        {
            order.Add(task.Name);
            slots.Release(task);
        }

        // Assert
        Assert.Equal(["a/0.csv", "b/0.csv", "a/1.csv", "b/1.csv", "a/2.csv"], order);
    }

    [Fact]
    public void No_order_of_files_makes_a_folder_hold_every_slot()
    {
        // Arrange
        var random = new Random(17);
        var slots = new FairSlots(3);
        var held = new List<BlobTask>();
        List<BlobTask> waiting = [.. Enumerable.Range(0, 500).Select(index => new BlobTask($"{"aaaab"[random.Next(5)]}/{index}", "1"))];

        while (waiting.Count > 0)
        {
            // Act
            held.AddRange(TakeAll(slots, waiting));

            // Assert
            Assert.InRange(held.CountBy(task => task.Name[0]).Max(folder => folder.Value), 1, 2);
            slots.Release(held[random.Next(held.Count)] is var done && held.Remove(done) ? done : done);
        }
    }

    [Fact]
    public async Task A_release_wakes_those_who_wait_for_it()
    {
        // Arrange
        var slots = new FairSlots(2);
        var task = slots.TryTake(Names("a", 1))!;
        var (released, idle) = (slots.WhenReleased(), slots.WhenIdleAsync());
        var wasIdle = idle.IsCompleted;

        // Act
        slots.Release(task);
        await Task.WhenAll(released, idle).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // Assert
        Assert.False(wasIdle);
    }

    private static List<BlobTask> Names(string folder, int count) =>
        [.. Enumerable.Range(0, count).Select(index => new BlobTask($"{folder}/{index}.csv", "1"))];

    private static List<BlobTask> TakeAll(FairSlots slots, List<BlobTask> waiting)
    {
        var taken = new List<BlobTask>();
        while (slots.TryTake(waiting) is { } task)
        {
            taken.Add(task);
        }

        return taken;
    }
}
